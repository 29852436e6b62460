using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>How well a model probably answers: what the catalog says, corrected by what people and outcomes said here. Pure; 0 to 10.</summary>
internal static class ExpectedQuality
{
    /// <summary>A model made for one thing, asked for another.</summary>
    private const long UsualRemoteParameters = 8_000_000_000;
    private const double WrongKind = 0.6;
    private const double CodeBonus = 1.2;

    // Without a published score: by order of magnitude of the size, from 10 million parameters on.
    private const double PointsPerDecade = 1.7;
    private const double ZeroPointParameters = 1e7;
    private const double BestUnknown = 8;
    private const double WorstUnknown = 0.1;

    /// <summary>For this request: its task and difficulty as far as they are known, and the part of the answer that fits into the context.</summary>
    /// <param name="model">Who would answer.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="evidence">What was said of its answers here.</param>
    /// <param name="context">Tokens its prompt and answer may have.</param>
    public static double Of(ModelDefinition model, RequestFeatures request, IQualityEvidence evidence, int context) =>
        FittingShare(request, context) * Over(request.Reading, task => Of(model, task, evidence));

    /// <summary>
    /// At the reading's difficulty, for any source of qualities by task. A task that is not certain is judged over all it may be; so is a difficulty.
    /// </summary>
    public static double Over(TaskReading reading, Func<ModelTask, double> qualityAt)
    {
        if (reading.IsSure)
            return Ease.Of(qualityAt(reading.Task), reading);
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < reading.Chances.Count; i++)
        {
            if (reading.Chances[i] <= 0)
                continue;
            sum += reading.Chances[i] * Ease.Of(qualityAt((ModelTask)i), reading);
            weights += reading.Chances[i];
        }
        return weights > 0 ? sum / weights : Ease.Of(qualityAt(reading.Task), reading);
    }

    /// <summary>At a task, on the catalog's scale.</summary>
    public static double Of(ModelDefinition model, ModelTask task, IQualityEvidence evidence)
    {
        var prior = Prior(model.Entry, model.Kind, SizeOf(model), task);
        var votes = evidence.Of(model.Id, task);
        return Shrinkage.Of(prior, votes.Weight, votes.Mean);
    }

    /// <summary>Before anybody said anything.</summary>
    /// <param name="entry">What the catalog knows; null: nothing.</param>
    /// <param name="kind">What the model is made for.</param>
    /// <param name="parameters">How many, or the bytes of its file.</param>
    /// <param name="task">What it is to do.</param>
    public static double Prior(CatalogEntry? entry, ModelKind kind, long parameters, ModelTask task)
    {
        if (entry?.Quality.TryGetValue(task, out var published) == true)
            return published.Score;
        var bySize = BySize(parameters);
        var isCode = task == ModelTask.Code;
        return (kind, isCode) switch
        {
            (ModelKind.Code, true) => Math.Min(BestUnknown, bySize + CodeBonus),
            (ModelKind.Code, false) or (ModelKind.Chat, true) => bySize * WrongKind,
            _ => bySize,
        };
    }

    /// <summary>Embedding models have no scores by task: the larger, and one that is no starter, first.</summary>
    public static double OfEmbedding(ModelDefinition model) => BySize(SizeOf(model));

    /// <summary>Of the answer to expect; 1: all of it. A short request for a short answer needs no large context.</summary>
    public static double FittingShare(RequestFeatures request, int context)
    {
        var answer = Math.Min(request.AnswerTokens, request.MaxAnswerTokens ?? int.MaxValue);
        return answer <= 0 ? 1 : Math.Clamp((context - (double)request.PromptTokens) / answer, 0, 1);
    }

    /// <summary>Nobody sets servers up for a model that is smaller than what a laptop runs.</summary>
    private static long SizeOf(ModelDefinition model) => model.Parameters ?? (model.IsRemote ? UsualRemoteParameters : model.SizeBytes);

    private static double BySize(long parameters) =>
        Math.Clamp(PointsPerDecade * Math.Log10(Math.Max(1, parameters) / ZeroPointParameters), WorstUnknown, BestUnknown);
}
