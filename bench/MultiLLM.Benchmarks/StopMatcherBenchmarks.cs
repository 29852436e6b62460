using BenchmarkDotNet.Attributes;
using MultiLLM.Runner.Text;

namespace MultiLLM.Benchmarks;

/// <summary>An answer of 512 pieces of text through the stop strings of one request.</summary>
[MemoryDiagnoser]
public class StopMatcherBenchmarks
{
    private const int Pieces = 512;

    private string[] _pieces = [];
    private string[] _stops = [];

    /// <summary>"unlike": no piece holds a first letter of a stop string; "near": many pieces begin one and do not end it.</summary>
    [Params("unlike", "near")]
    public string Stops { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string[] words = [" the", " model", " runs", " on", " your", " own", " machine", ".\n"];
        _pieces = [.. Enumerable.Range(0, Pieces).Select(index => words[index % words.Length])];
        _stops = Stops == "unlike" ? ["###", "</s>"] : ["\n\nUser:", " the end", "machine gun", " model railway"];
    }

    [Benchmark(OperationsPerInvoke = Pieces)]
    public int Push()
    {
        var matcher = new StopMatcher(_stops);
        var length = 0;
        foreach (var piece in _pieces)
            length += matcher.Push(piece).Text.Length;
        return length + matcher.Flush().Text.Length;
    }
}
