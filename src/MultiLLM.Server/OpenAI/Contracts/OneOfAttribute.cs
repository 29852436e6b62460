namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>The forms a field may have; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}
