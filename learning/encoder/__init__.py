"""Fine-tuning of the encoder with JAX, and its graph for onnxruntime; runs in an environment of its own."""
