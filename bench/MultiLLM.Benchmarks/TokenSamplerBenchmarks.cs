using BenchmarkDotNet.Attributes;
using MultiLLM.Runner.Sampling;

namespace MultiLLM.Benchmarks;

/// <summary>The choice of one token, which each sequence pays at every decode step.</summary>
[MemoryDiagnoser]
public class TokenSamplerBenchmarks
{
    private float[] _logits = [];
    private TokenSampler _greedy = null!;
    private TokenSampler _plain = null!;
    private TokenSampler _usual = null!;
    private TokenSampler _penalised = null!;

    /// <summary>Of TinyLlama, SmolLM2, Llama 3.</summary>
    [Params(32_000, 49_152, 128_256)]
    public int Vocabulary { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _logits = [.. Enumerable.Range(0, Vocabulary).Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble()) * 6)];
        var seeded = SamplerSettings.Default with { Seed = 1 };
        _greedy = new TokenSampler(seeded with { Temperature = 0 });
        _plain = new TokenSampler(seeded);
        _usual = new TokenSampler(seeded with { Temperature = 0.8f, TopK = 40, TopP = 0.95f, MinP = 0.05f });
        _penalised = new TokenSampler(seeded with { Temperature = 0.8f, TopP = 0.95f, RepeatPenalty = 1.1f });
        _penalised.Prime([.. Enumerable.Range(0, 64).Select(_ => random.Next(Vocabulary))]);
    }

    [Benchmark(Baseline = true)]
    public int Greedy() => _greedy.Sample(_logits, null);

    [Benchmark]
    public int TemperatureOnly() => _plain.Sample(_logits, null);

    [Benchmark]
    public int TopKTopPMinP() => _usual.Sample(_logits, null);

    [Benchmark]
    public int TopPWithPenalties() => _penalised.Sample(_logits, null);
}
