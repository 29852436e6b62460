using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency.Room;

/// <summary>Says with numbers why a model cannot be loaded, and what would help.</summary>
internal sealed class Refusals(IResidencyFacts facts, LoadSizing sizing)
{
    /// <summary>Below this a context is of little use to anybody.</summary>
    private const int LeastUsefulContext = 256;

    /// <param name="model">That was wanted.</param>
    /// <param name="size">As it would be loaded.</param>
    /// <param name="host">The one with the most room.</param>
    public Error NoRoom(ModelDefinition model, LoadSize size, HostLedger host)
    {
        var pinned = host.Pinned.Select(r => r.Model.Id).Order(StringComparer.Ordinal).ToList();
        if (!host.HasPlace(model.Id))
        {
            return Refused(
                $"There is no room for {model.Id}: all {host.Rules.MaxModels} models that may be in memory at once are pinned ({string.Join(", ", pinned)}). Unpin or unload one.");
        }
        var most = Math.Max(0, host.MostBytes(model.Id));
        var beside = pinned.Count == 0 ? "" : $" beside what is pinned ({string.Join(", ", pinned)})";
        return Refused(
            $"{model.Id} needs {Parts(model, size)}, but models may take {Bytes.Text(most)} here{beside}: {Budget(host)}. "
            + $"What would help: {string.Join("; ", Remedies(model, size, most, pinned.Count > 0))}.");
    }

    private string Parts(ModelDefinition model, LoadSize size)
    {
        var context = $"{size.Plan.ContextLength} tokens of context";
        return facts.Estimate(model, size.Plan) is { } parts
            ? $"{Bytes.Text(size.Bytes)} ({Bytes.Text(parts.WeightBytes)} of weights, {Bytes.Text(parts.KvBytes)} for {context}, {Bytes.Text(parts.ComputeBytes + parts.OverheadBytes)} to compute)"
            : $"about {Bytes.Text(size.Bytes)} with {context}";
    }

    private static string Budget(HostLedger host) => host.Rules.Memory.BudgetBytes is { } limit && limit <= host.Budget.CapacityBytes
        ? $"MemoryBudgetBytes is {Bytes.Text(limit)}"
        : $"the rest is in use by other programs or kept free ({Bytes.Text(host.Budget.ReserveBytes)})";

    private IEnumerable<string> Remedies(ModelDefinition model, LoadSize size, long most, bool anyPinned)
    {
        if (sizing.Shrunk(model, size, LeastUsefulContext, most) is { } smaller)
            yield return $"a context of {smaller.Plan.ContextLength} tokens, which takes {Bytes.Text(smaller.Bytes)} (send max_tokens, load it with that context_length, or configure it)";
        if (size.Plan.KvType is KvCacheType.Auto or KvCacheType.F16 or KvCacheType.Bf16)
        {
            var quantised = sizing.BytesOf(model, size.Plan with { KvType = KvCacheType.Q8_0 });
            if (quantised < size.Bytes)
                yield return $"keys and values as Q8_0, {Bytes.Text(quantised)} in all{(quantised <= most ? "" : ", which alone is not enough")}";
        }
        if (anyPinned)
            yield return "unpinning a model";
        yield return "a smaller model";
        yield return "ending other programs";
    }

    private static Error Refused(string message) => new(ErrorCode.InsufficientMemory, message);
}
