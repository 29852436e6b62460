namespace MultiLLM.Runner.Grammar;

/// <summary>A JSON schema is broken, or asks for something that a grammar cannot enforce. The message is meant for the caller.</summary>
internal sealed class UnsupportedSchemaException(string pointer, string keyword, string reason)
    : Exception(keyword.Length == 0 ? $"JSON schema at {pointer}: {reason}" : $"JSON schema at {pointer}: \"{keyword}\" {reason}")
{
    /// <summary>JSON pointer, as a URI fragment, of the schema at fault.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>The keyword at fault; empty where it is the schema as a whole.</summary>
    public string Keyword { get; } = keyword;
}
