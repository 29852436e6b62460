using System.Text.Json;

namespace MultiLLM.Runner.Grammar;

[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    String = 16,
    Integer = 32,
    Fraction = 64,   // numbers that are no integers
    Number = Integer | Fraction,
    All = 127,
}

/// <summary>What one schema says about objects; a conjunction has several.</summary>
internal sealed record ObjectPart(IReadOnlyDictionary<string, Located> Properties, Located? Additional);

/// <summary>What one schema says about arrays' items.</summary>
internal sealed record ArrayPart(IReadOnlyList<Located> Prefix, Located? Items);

/// <summary>A bound on numbers, and whether the bound itself is out.</summary>
internal readonly record struct NumberBound(decimal Value, bool Exclusive, Located Source, string Keyword);

/// <summary>Everything that a conjunction of schemas demands of one value, unions aside.</summary>
internal sealed class SchemaFacts
{
    public JsonTypes Types { get; set; } = JsonTypes.All;

    /// <summary>Values permitted, each with where it stands; null: any.</summary>
    public List<(JsonElement Value, Located Source)>? Enum { get; set; }

    public List<ObjectPart> Objects { get; } = [];

    /// <summary>Names in the order of their first mention, each with the schema that requires it.</summary>
    public Dictionary<string, Located> Required { get; } = new(StringComparer.Ordinal);

    public Limits Properties { get; } = new();

    public List<ArrayPart> Arrays { get; } = [];

    public Limits Items { get; } = new();

    public Limits Length { get; } = new();

    /// <summary>Regular expressions, those that formats stand for included; at most one can be enforced.</summary>
    public List<(string Regex, Located Source, string Keyword)> Patterns { get; } = [];

    public NumberBound? Lower { get; private set; }

    public NumberBound? Upper { get; private set; }

    public void AddLower(NumberBound bound)
    {
        if (Lower is not { } old || bound.Value > old.Value || (bound.Value == old.Value && bound.Exclusive))
        {
            Lower = bound;
        }
    }

    public void AddUpper(NumberBound bound)
    {
        if (Upper is not { } old || bound.Value < old.Value || (bound.Value == old.Value && bound.Exclusive))
        {
            Upper = bound;
        }
    }
}

/// <summary>A lowest and a highest count, and where they come from.</summary>
internal sealed class Limits
{
    public int Min { get; private set; }

    /// <summary>Null: without end.</summary>
    public int? Max { get; private set; }

    public bool HasMin => MinSource is not null;

    public Located? MinSource { get; private set; }

    public Located? MaxSource { get; private set; }

    public bool Any => MinSource is not null || MaxSource is not null;

    public bool Impossible => Min > Max;

    public void AddMin(int value, Located source)
    {
        MinSource ??= source;
        Min = Math.Max(Min, value);
    }

    public void AddMax(int value, Located source)
    {
        MaxSource ??= source;
        Max = Math.Min(Max ?? int.MaxValue, value);
    }
}
