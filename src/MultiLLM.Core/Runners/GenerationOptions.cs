using Microsoft.Extensions.AI;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Selection.Cascade;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Runners;

/// <summary>
/// Chat options with what local engines offer beyond Microsoft.Extensions.AI. Plain <see cref="ChatOptions"/> work everywhere too.
/// <see cref="ChatOptions.ModelId"/> null or "auto" asks for automatic selection.
/// </summary>
public sealed class GenerationOptions : ChatOptions
{
    public GenerationOptions()
    {
    }

    private GenerationOptions(ChatOptions other) : base(other)
    {
    }

    private GenerationOptions(GenerationOptions other) : base(other)
    {
        MinP = other.MinP;
        TypicalP = other.TypicalP;
        RepeatPenalty = other.RepeatPenalty;
        RepeatLastN = other.RepeatLastN;
        LogitBias = other.LogitBias;
        LogProbs = other.LogProbs;
        TopLogProbs = other.TopLogProbs;
        Grammar = other.Grammar;
        IgnoreEos = other.IgnoreEos;
        Prompt = other.Prompt;
        Wishes = other.Wishes;
        KeepAlive = other.KeepAlive;
        Cascade = other.Cascade;
        Origin = other.Origin;
        Caller = other.Caller;
        Extras = other.Extras;
        MaxTokensField = other.MaxTokensField;
        RemoteOnlyField = other.RemoteOnlyField;
    }

    public float? MinP { get; set; }
    public float? TypicalP { get; set; }
    public float? RepeatPenalty { get; set; }
    public int? RepeatLastN { get; set; }

    /// <summary>Token id to bias, -100 (never) to 100.</summary>
    public IReadOnlyDictionary<int, float>? LogitBias { get; set; }
    public bool LogProbs { get; set; }

    /// <summary>0 to 20.</summary>
    public int TopLogProbs { get; set; }

    /// <summary>GBNF; excludes a JSON <see cref="ChatOptions.ResponseFormat"/>.</summary>
    public string? Grammar { get; set; }
    public bool IgnoreEos { get; set; }

    /// <summary>A raw completion prompt instead of chat messages; the messages are then ignored.</summary>
    public RawPrompt? Prompt { get; set; }

    /// <summary>What automatic selection weighs.</summary>
    public SelectionWishes? Wishes { get; set; }

    /// <summary>How long the model stays in memory after this request; see <see cref="Residency.LoadDemand.KeepAlive"/>.</summary>
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>The part this request plays in a cascade; null: none.</summary>
    internal CascadeStep? Cascade { get; set; }

    /// <summary>Where the request came from, for its record.</summary>
    public AnswerOrigin? Origin { get; set; }

    /// <summary>Who asks; null: the product is used without HTTP.</summary>
    public Caller? Caller { get; set; }

    /// <summary>What a request in the OpenAI dialect says beyond this service's understanding, for remote servers; null: nothing.</summary>
    public RequestExtras? Extras { get; set; }

    /// <summary>As the caller spelled the limit of <see cref="ChatOptions.MaxOutputTokens"/>, since servers know one name or the other; null: it did not.</summary>
    public string? MaxTokensField { get; set; }

    /// <summary>The request's field that only remote models can be given, such as "tools"; null: there is none.</summary>
    public string? RemoteOnlyField { get; set; }

    /// <summary>A copy, whatever kind of options they are.</summary>
    public static GenerationOptions From(ChatOptions? options) => options switch
    {
        null => new(),
        GenerationOptions own => new(own),
        _ => new(options),
    };

    public override ChatOptions Clone() => new GenerationOptions(this);
}

/// <summary>A prompt without a chat template: text, or token ids. Exactly one is set.</summary>
public sealed record RawPrompt(string? Text, IReadOnlyList<int>? Tokens);
