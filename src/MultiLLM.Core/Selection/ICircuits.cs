using System.Collections.Frozen;

namespace MultiLLM.Core.Selection;

/// <summary>Passes over models that keep failing until they recover. Safe from any thread.</summary>
internal interface ICircuits
{
    /// <summary>Models passed over just now, and why as the end of a sentence.</summary>
    FrozenDictionary<string, string> Open { get; }

    /// <summary>Before a request turns to a model; dispose what is returned. Null: it is passed over, or another request is just trying it.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="insists">The caller wants this one, whatever happened before.</param>
    CircuitAttempt? TryBegin(string modelId, bool insists);
}
