namespace MultiLLM.Core.Gateway.Policy.Detectors.Injection;

/// <param name="Name">For people: what was seen.</param>
/// <param name="Weight">1: enough by itself.</param>
/// <param name="Start">In the folded text; -1: it is not there.</param>
/// <param name="End">Behind its last letter.</param>
internal readonly record struct Signal(string Name, double Weight, int Start, int End);

/// <summary>Combines parts that stand near one another to signals. Pure; time grows with the number of parts found.</summary>
internal static class InjectionSignals
{
    private const int Near = 50;
    private const int Around = 110;
    private const double DiscussionDiscount = 0.7;
    private const double BenignDiscount = 0.6;

    public static List<Signal> Of(List<PartHit> hits, bool hasAddress)
    {
        if (hits.Count == 0)
            return [];
        var parts = new PartLists(hits);
        var signals = new List<Signal>();
        Override(parts, signals);
        Pair(parts, Part.NewRole, Part.Unbound, Around, 1.0, "a role without limits", signals);
        Single(parts, Part.Unbound, 0.5, "limits called off", signals);
        Several(parts, Part.Unbound, 0.4, "limits called off again", signals);
        Single(parts, Part.Persona, 1.0, "a known persona of jailbreaks", signals);
        Pair(parts, Part.Reveal, Part.OwnPrompt, Around, 1.0, "asks for its own instructions", signals);
        Pair(parts, Part.Reveal, Part.SysPrompt, 40, 1.0, "asks for the system prompt", signals);
        Single(parts, Part.Refusal, 0.5, "refusing is forbidden", signals);
        Several(parts, Part.Refusal, 0.5, "refusing is forbidden again", signals);
        Single(parts, Part.Authority, 0.5, "claims authority", signals);
        Single(parts, Part.Addressee, 0.5, "speaks to models that read on", signals);
        Pair(parts, Part.Addressee, Part.MustDo, Around, 0.5, "orders to models that read on", signals);
        Pair(parts, Part.Decode, Part.Obey, Around, 1.0, "orders to decode and obey", signals);
        Pair(parts, Part.Send, Part.Private, 60, hasAddress ? 1.0 : 0.4, "sends private data away", signals);
        Pair(parts, Part.OwnPrompt, Part.RevealAfter, 30, 1.0, "asks for its own instructions", signals);
        Pair(parts, Part.Rules, Part.Void, 30, 0.7, "declares rules void", signals);
        Pair(parts, Part.Everything, Part.Void, 30, 0.6, "declares void what was said before", signals);
        Single(parts, Part.Submit, 0.6, "wants to be the only one obeyed", signals);
        Pair(parts, Part.Override, Part.UserWish, 30, 0.8, "calls off what the user asked for", signals);
        Pair(parts, Part.Machine, Part.Override, 60, 0.2, "speaks to a machine", signals);
        Pair(parts, Part.Machine, Part.Unbound, 60, 0.3, "a machine without limits", signals);
        Pair(parts, Part.UserWish, Part.Override, 12, 0.8, "calls off what the user asked for", signals);
        Single(parts, Part.Covert, 0.5, "wants the user not to know", signals);
        Pair(parts, Part.Loot, Part.Send, 60, hasAddress ? 0.8 : 0.4, "sends private files away", signals);
        Pair(parts, Part.Send, Part.Loot, 60, hasAddress ? 0.8 : 0.4, "sends private files away", signals);
        Single(parts, Part.Fiction, 0.5, "a frame in which rules do not count", signals);
        Single(parts, Part.SpoofWord, 0.5, "pretends new instructions", signals);
        return signals;
    }

    /// <summary>What the text being about such attempts, or about ordinary rules, takes off.</summary>
    public static double Discount(List<PartHit> hits)
    {
        var (discussion, benign) = (0.0, 0.0);
        foreach (var hit in hits)
        {
            if (hit.Part == Part.Discuss)
                discussion = DiscussionDiscount;
            else if (hit.Part == Part.Benign)
                benign = BenignDiscount;
        }
        return Math.Max(discussion, benign);
    }

    private static void Override(PartLists parts, List<Signal> signals)
    {
        Pair(parts, Part.Override, Part.Everything, 30, 1.0, "calls off what was said before", signals);
        Signal? best = null;
        foreach (var (verb, rules) in parts.Pairs(Part.Override, Part.Rules, Near).Concat(parts.Pairs(Part.Rules, Part.Override, 12)))
        {
            var (start, end) = (Math.Min(verb.Start, rules.Start), Math.Max(verb.End, rules.End));
            var isWhole = parts.AnyWithin(Part.Prior, start - 12, end + 24, verb.End, rules.Start);
            if (best is null || (isWhole && best.Value.Weight < 1))
                best = new Signal("calls off instructions", isWhole ? 1.0 : 0.6, start, end);
            if (isWhole)
                break;
        }
        if (best is { } found)
            signals.Add(found);
    }

    private static void Pair(PartLists parts, Part first, Part second, int within, double weight, string name, List<Signal> signals)
    {
        foreach (var (a, b) in parts.Pairs(first, second, within))
        {
            signals.Add(new Signal(name, weight, a.Start, b.End));
            return;
        }
    }

    private static void Single(PartLists parts, Part part, double weight, string name, List<Signal> signals)
    {
        if (parts.Of(part) is [var hit, ..])
            signals.Add(new Signal(name, weight, hit.Start, hit.End));
    }

    private static void Several(PartLists parts, Part part, double weight, string name, List<Signal> signals)
    {
        if (parts.Of(part) is [var first, .., var last] && last.Start > first.End)
            signals.Add(new Signal(name, weight, last.Start, last.End));
    }
}

/// <summary>Where each part was found, in the order of the text.</summary>
internal sealed class PartLists
{
    private static readonly int s_parts = Enum.GetValues<Part>().Length;
    private static readonly List<PartHit> s_none = []; // most parts are in no text; nobody adds to it
    private readonly List<PartHit>[] _lists = new List<PartHit>[s_parts];

    public PartLists(List<PartHit> hits)
    {
        Array.Fill(_lists, s_none);
        foreach (var hit in hits)
        {
            ref var list = ref _lists[(int)hit.Part];
            if (list == s_none)
                list = [];
            list.Add(hit);
        }
    }

    public IReadOnlyList<PartHit> Of(Part part) => _lists[(int)part];

    /// <summary>Pairs in this order, not further apart than so many letters; each first one with its nearest second one.</summary>
    public IEnumerable<(PartHit First, PartHit Second)> Pairs(Part first, Part second, int within) =>
        _lists[(int)first] is { Count: > 0 } firsts && _lists[(int)second] is { Count: > 0 } seconds ? Pairs(firsts, seconds, within) : [];

    private static IEnumerable<(PartHit First, PartHit Second)> Pairs(List<PartHit> firsts, List<PartHit> seconds, int within)
    {
        var next = 0;
        foreach (var hit in firsts)
        {
            while (next < seconds.Count && seconds[next].Start < hit.End)
                next++;
            if (next == seconds.Count)
                yield break;
            if (seconds[next].Start - hit.End <= within)
                yield return (hit, seconds[next]);
        }
    }

    /// <summary>The part occurs there, apart from the words of a pair themselves.</summary>
    public bool AnyWithin(Part part, int from, int to, int verbEnd, int rulesStart)
    {
        var list = _lists[(int)part];
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].Start < from)
                low = middle + 1;
            else
                high = middle;
        }
        for (var i = low; i < list.Count && list[i].Start < to; i++)
        {
            if (list[i].End <= to && (list[i].Start >= verbEnd || list[i].End <= rulesStart))
                return true;
        }
        return false;
    }
}
