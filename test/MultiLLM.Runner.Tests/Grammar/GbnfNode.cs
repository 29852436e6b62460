namespace MultiLLM.Runner.Tests.Grammar;

internal abstract record GbnfNode;

internal sealed record GbnfLiteral(string Text) : GbnfNode;

internal sealed record GbnfClass(bool Negated, IReadOnlyList<(long From, long To)> Ranges) : GbnfNode
{
    public bool Matches(int c) => Ranges.Any(range => range.From <= c && c <= range.To) != Negated;
}

internal sealed record GbnfReference(string Name) : GbnfNode;

internal sealed record GbnfSequence(IReadOnlyList<GbnfNode> Parts) : GbnfNode;

internal sealed record GbnfChoice(IReadOnlyList<GbnfNode> Alternatives) : GbnfNode;

internal sealed record GbnfRepeat(GbnfNode Body, int Min, int? Max) : GbnfNode;
