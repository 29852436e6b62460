using System.Collections.Frozen;

namespace MultiLLM.Core.Selection;

/// <summary>Passes over models that keep failing until they recover. Safe from any thread.</summary>
internal interface ICircuits
{
    /// <summary>Models passed over just now, and why as the end of a sentence.</summary>
    FrozenDictionary<string, string> Open { get; }

    void Failed(string modelId, string reason);

    void Succeeded(string modelId);
}
