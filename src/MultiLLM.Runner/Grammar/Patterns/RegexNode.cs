namespace MultiLLM.Runner.Grammar.Patterns;

/// <summary>A regular expression. Lengths are in Unicode characters.</summary>
internal abstract record RegexNode
{
    public abstract long MinLength { get; }

    /// <summary>Null: without end.</summary>
    public abstract long? MaxLength { get; }

    /// <summary>The same language without the empty string, or null where nothing is left. A grammar must not repeat what may be empty.</summary>
    public abstract RegexNode? WithoutEmpty();
}

internal sealed record CharNode(CharSet Set) : RegexNode
{
    public override long MinLength => 1;

    public override long? MaxLength => 1;

    public override RegexNode WithoutEmpty() => this;
}

internal sealed record SequenceNode(IReadOnlyList<RegexNode> Parts) : RegexNode
{
    public override long MinLength { get; } = Parts.Sum(part => part.MinLength);

    public override long? MaxLength { get; } = Parts.Any(part => part.MaxLength is null) ? null : Parts.Sum(part => part.MaxLength);

    // Some part is not empty: the first such one decides the alternative.
    public override RegexNode? WithoutEmpty()
    {
        if (MinLength > 0)
        {
            return this;
        }

        var alternatives = Parts.Select((part, i) => part.WithoutEmpty() is { } some ? new SequenceNode([some, .. Parts.Skip(i + 1)]) : null).OfType<RegexNode>().ToArray();
        return alternatives.Length == 0 ? null : new ChoiceNode(alternatives);
    }
}

internal sealed record ChoiceNode(IReadOnlyList<RegexNode> Alternatives) : RegexNode
{
    public override long MinLength { get; } = Alternatives.Min(alternative => alternative.MinLength);

    public override long? MaxLength { get; } =
        Alternatives.Any(alternative => alternative.MaxLength is null) ? null : Alternatives.Max(alternative => alternative.MaxLength);

    public override RegexNode? WithoutEmpty()
    {
        var alternatives = Alternatives.Select(alternative => alternative.WithoutEmpty()).OfType<RegexNode>().ToArray();
        return alternatives.Length == 0 ? null : new ChoiceNode(alternatives);
    }
}

internal sealed record RepeatNode(RegexNode Body, int Min, int? Max) : RegexNode
{
    public override long MinLength => Body.MinLength * Min;

    public override long? MaxLength => Max == 0 || Body.MaxLength == 0 ? 0 : Body.MaxLength * Max;

    public override RegexNode? WithoutEmpty() => MinLength > 0
        ? this
        : Max != 0 && Body.WithoutEmpty() is { } body ? new RepeatNode(body, 1, Max) : null;
}
