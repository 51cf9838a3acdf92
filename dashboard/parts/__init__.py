"""What pages are put together from: views, inputs, charts, sentences."""
