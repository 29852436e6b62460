using System.Reflection;
using BenchmarkDotNet.Running;
using MultiLLM.Benchmarks;

// The parts that need no model:   dotnet run -c Release --project bench/MultiLLM.Benchmarks -- --filter "*Sampler*"
// The slowest choices in a hundred, not their mean:   dotnet run -c Release --project bench/MultiLLM.Benchmarks -- choice
if (args is ["choice"])
    ChoicePercentiles.Measure(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
