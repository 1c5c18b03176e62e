"""The doors to the outside: the only subprocess, registry, D-Bus, Win32 and raw device in the product."""
