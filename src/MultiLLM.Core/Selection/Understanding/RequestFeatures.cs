using MultiLLM.Core.Gateway;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>All that a choice of a model depends on, apart from the models themselves.</summary>
internal sealed record RequestFeatures
{
    public static RequestFeatures Embedding { get; } = new() { IsEmbedding = true };

    /// <summary>It wants vectors and no text.</summary>
    public bool IsEmbedding { get; init; }

    /// <summary>What another model gave in place of the chosen one would be of no use: vectors of different models cannot be compared.</summary>
    public bool NeedsItsModel { get; init; }
    public TaskReading Reading { get; init; } = TaskReading.Unknown;

    /// <summary>As above; null: it wants vectors, or says nothing that could be read.</summary>
    public TaskReading? KnownReading => IsEmbedding || Reading.Confidence <= 0 ? null : Reading;
    public RequestSigns Signs { get; init; } = RequestSigns.None;

    /// <summary>Estimated so that a prompt is rather thought shorter than ruled out wrongly.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Estimated so that the prompt hardly ever has more.</summary>
    public int MostPromptTokens { get; init; }

    /// <summary>Tokens of answer to expect.</summary>
    public int AnswerTokens { get; init; } = 256;

    /// <summary>Tokens of answer the caller allows at most; null: as many as fit.</summary>
    public int? MaxAnswerTokens { get; init; }

    /// <summary>The conversation so far; null: it begins here, or nothing of it is remembered.</summary>
    public ConversationState? Conversation { get; init; }

    /// <summary>The request's field that only remote models can be given, such as "tools"; null: there is none.</summary>
    public string? RemoteOnlyField { get; init; }
    public SelectionWishes Wishes { get; init; } = SelectionWishes.None;

    /// <summary>See <see cref="Runners.GenerationOptions.Caller"/>.</summary>
    public Caller Caller { get; init; } = Caller.Library;
}
