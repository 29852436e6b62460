using BenchmarkDotNet.Running;

// the parts that need no model:   dotnet run -c Release --project bench/MultiLLM.Benchmarks -- --filter "*Sampler*"
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
