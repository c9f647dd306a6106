"""What people see: values in, blocks out. Pure; the words come from the catalogues."""
