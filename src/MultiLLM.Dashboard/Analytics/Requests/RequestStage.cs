using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Analytics.Requests;

/// <summary>A part of the time that a request took.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Start">Seconds after the request's arrival.</param>
/// <param name="Seconds">It took.</param>
/// <param name="Hint">What happened in it.</param>
public sealed record RequestStage(string Name, double Start, double Seconds, string Hint)
{
    /// <summary>What remains within this is how clocks are read, and no stage of its own.</summary>
    private const double Negligible = 0.0005;

    public double End => Start + Seconds;

    /// <summary>
    /// One after another, as they were measured. What lies before the first token and was not measured by itself comes first, what comes after the last one
    /// last. Pure. Empty: nothing was measured.
    /// </summary>
    public static IReadOnlyList<RequestStage> Of(RequestInfo request)
    {
        if (request is { QueueSeconds: null, LoadSeconds: null, PromptSeconds: null, DecodeSeconds: null })
            return [];
        var (load, queue, prompt, decode) = (request.LoadSeconds ?? 0, request.QueueSeconds ?? 0, request.PromptSeconds ?? 0, request.DecodeSeconds ?? 0);
        var measured = load + queue + prompt;
        var before = Math.Max(0, (request.TimeToFirstTokenSeconds ?? request.TotalSeconds - decode) - measured);
        var stages = new List<RequestStage>();
        Add("Service", before, "Reading the request, choosing a model, and whatever else came before the first token and is not told apart", always: false);
        Add("Load", load, load > 0 ? "Waiting for the model to be loaded" : "The model was in memory", always: true);
        Add("Queue", queue, "Waiting for a free slot of the model", always: true);
        Add("Prompt", prompt, "The model reads the prompt", always: true);
        if (request.DecodeSeconds is not null)
            Add("Answer", decode, "The model writes the answer, from the first token to the last (decode)", always: true);
        Add("End", request.TotalSeconds - (stages.Count == 0 ? 0 : stages[^1].End), "Until the reply had ended", always: false);
        return stages;

        void Add(string name, double seconds, string hint, bool always)
        {
            if (always || seconds > Negligible)
                stages.Add(new(name, stages.Count == 0 ? 0 : stages[^1].End, Math.Max(0, seconds), hint));
        }
    }
}
