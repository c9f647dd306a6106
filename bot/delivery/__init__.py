"""What must arrive: the ledger's letters leave from here and from nowhere else. It knows nothing about rituals."""
