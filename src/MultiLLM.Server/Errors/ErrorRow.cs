namespace MultiLLM.Server.Errors;

/// <summary>How one kind of failure looks over HTTP.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="OpenAIType"><c>error.type</c> of the OpenAI envelope.</param>
/// <param name="Code">Stable snake_case code, the same in every dialect.</param>
internal sealed record ErrorRow(int Status, string OpenAIType, string Code);
