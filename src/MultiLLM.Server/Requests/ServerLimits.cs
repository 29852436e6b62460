using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Server.Requests;

/// <summary>What one request, and all of them together, may ask of the service. Section <c>MultiLLM:Server:Limits</c>.</summary>
public sealed class ServerLimits
{
    public const string Section = "MultiLLM:Server:Limits";

    /// <summary>Of one request; beyond: 413.</summary>
    [Range(1024, 1L << 30)]
    public long MaxBodyBytes { get; set; } = 16 << 20;

    /// <summary>Messages of a conversation, or turns of its history.</summary>
    [Range(1, 100_000)]
    public int MaxMessages { get; set; } = 2048;

    /// <summary>All texts of a request together, in UTF-16 characters.</summary>
    [Range(1024, 1 << 29)]
    public int MaxTextCharacters { get; set; } = 4 << 20;

    /// <summary>Texts that end an answer, in one request.</summary>
    [Range(1, 1024)]
    public int MaxStopStrings { get; set; } = 16;

    /// <summary>Of each of them, in UTF-16 characters.</summary>
    [Range(1, 65_536)]
    public int MaxStopCharacters { get; set; } = 256;

    /// <summary>Inputs, texts or documents of one request.</summary>
    [Range(1, 100_000)]
    public int MaxEmbeddingInputs { get; set; } = 2048;

    /// <summary>Answers to one prompt (<c>n</c>).</summary>
    [Range(1, 64)]
    public int MaxChoices { get; set; } = 8;

    /// <summary>Prompts of one <c>/v1/completions</c> request.</summary>
    [Range(1, 1024)]
    public int MaxPrompts { get; set; } = 64;

    /// <summary>Tokens with a bias in one request.</summary>
    [Range(1, 100_000)]
    public int MaxLogitBiases { get; set; } = 1024;

    /// <summary>Of a grammar or a JSON schema.</summary>
    [Range(1024, 1 << 26)]
    public int MaxGrammarCharacters { get; set; } = 256 << 10;

    /// <summary>Requests worked on at the same time; more wait.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>Requests that may wait; beyond them the answer is 429.</summary>
    [Range(0, 100_000)]
    public int MaxQueuedRequests { get; set; } = 256;

    /// <summary>Of them, of one key, or of one address without a key. Also without this limit a caller's last request makes room for those of callers with fewer.</summary>
    [Range(0, 100_000)]
    public int MaxQueuedRequestsPerCaller { get; set; } = 256;
}
