using MultiLLM.Contracts.Runner;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Machinery;

/// <summary>One request on its way through the machine.</summary>
/// <param name="Turn">What was asked.</param>
/// <param name="ConversationId">Where it belongs.</param>
/// <param name="Model">Who answers: index in the scenario's models.</param>
/// <param name="CameAt">Seconds.</param>
internal sealed record Answer(Turn Turn, string ConversationId, int Model, double CameAt)
{
    /// <summary>Tokens written, as far as the context has room.</summary>
    public int Tokens { get; set; }

    /// <summary>Of the prompt, that its model held ready.</summary>
    public int CachedTokens { get; set; }

    /// <summary>Work left, in seconds of a machine of its own.</summary>
    public double Remaining { get; set; }

    /// <summary>All of it: of reading the prompt, and of writing.</summary>
    public double PromptWork { get; set; }
    public double DecodeWork { get; set; }
    public double StartedAt { get; set; }
    public double EndedAt { get; set; }

    /// <summary>0 to 10, of what was written.</summary>
    public double Quality { get; set; }

    /// <summary>As a runner reports it.</summary>
    public GenerationFinished Finished()
    {
        var took = EndedAt - StartedAt;
        var prompt = took * PromptWork / (PromptWork + DecodeWork);
        return new GenerationFinished
        {
            Reason = FinishReason.Stop,
            PromptTokens = (uint)Turn.PromptTokens,
            CachedTokens = (uint)CachedTokens,
            CompletionTokens = (uint)Tokens,
            Timings = new GenerationTimings { PromptSeconds = prompt, DecodeSeconds = took - prompt, TotalSeconds = took },
        };
    }
}
