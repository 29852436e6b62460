using System.Reflection;
using BenchmarkDotNet.Running;

// The parts that need no model:   dotnet run -c Release --project bench/MultiLLM.Benchmarks -- --filter "*Sampler*"
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
