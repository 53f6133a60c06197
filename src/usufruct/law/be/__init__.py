"""The law of Belgium that the Union's acts refer to."""
