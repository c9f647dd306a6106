"""Everything that speaks Slack: the gateway out, the listeners in, the views, the manifest."""
