"""The HTTP side: health for the operator, and Slack's deliveries where no socket is wanted."""
