using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Benchmarks;

/// <summary>What each request pays for being understood, and what the service's start pays for the model.</summary>
[MemoryDiagnoser]
public class TaskClassifierBenchmarks
{
    private readonly LinearTaskClassifier _classifier = new();
    private string _text = "";
    private ChatMessage[] _messages = [];

    /// <summary>"page" fills the window that is looked at; "megabytes" is far larger.</summary>
    [Params("question", "page", "megabytes")]
    public string Text { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var lines = Text switch
        {
            "question" => 0,
            "page" => 40,
            _ => 30_000,
        };
        _text = SampleTexts.Long(lines);
        _messages = [new ChatMessage(ChatRole.User, _text)];
    }

    [Benchmark]
    public object Classify() => _classifier.Read(_text);

    [Benchmark]
    public object ReadRequest() => new RequestReader(_classifier).Read(_messages, null);

    [Benchmark]
    public object Load() => new LinearTaskClassifier();
}
