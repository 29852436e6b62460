using System.Runtime.Versioning;

// The tests start whole services; side by side they would measure each other's load.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

// Signals, /proc and script(1).
[assembly: SupportedOSPlatform("linux")]
