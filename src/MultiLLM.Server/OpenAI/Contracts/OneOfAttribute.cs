namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>The forms a value may have; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OneOfAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}

[OneOf(typeof(string), typeof(string[]))]
public sealed record StringOrStrings;

[OneOf(typeof(string), typeof(TextPart[]))]
public sealed record StringOrTextParts;

[OneOf(typeof(string), typeof(string[]), typeof(int[]), typeof(int[][]))]
public sealed record TextsOrTokens;
