using System.Collections.Immutable;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Requests that were given to a model and are not over, by model, from the moment of the choice on: those that were chosen for a moment ago stand in no queue yet,
/// and requests that come together would all go to the same one of several equals. Safe from any thread.
/// </summary>
internal sealed class Underway
{
    private ImmutableDictionary<string, int> _byModel = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>As it stands; models without any are not in it.</summary>
    public ImmutableDictionary<string, int> Current => Volatile.Read(ref _byModel);

    public void Begin(string modelId) => ImmutableInterlocked.AddOrUpdate(ref _byModel, modelId, 1, static (_, count) => count + 1);

    public void End(string modelId) => ImmutableInterlocked.Update(
        ref _byModel, static (counts, id) => counts[id] > 1 ? counts.SetItem(id, counts[id] - 1) : counts.Remove(id), modelId);
}
