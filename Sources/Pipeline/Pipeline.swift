// Ingest, reconcile, publish.
