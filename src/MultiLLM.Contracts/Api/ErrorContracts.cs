namespace MultiLLM.Contracts.Api;

/// <summary>Body of every error of the own API.</summary>
public sealed record ErrorReply(ErrorInfo Error);

/// <summary>What went wrong.</summary>
/// <param name="Code">Stable, snake_case, for example "model_not_found".</param>
/// <param name="Message">For a person: what is wrong, with the limit and the value.</param>
/// <param name="Param">The field at fault, for example "temperature" or "conversation_history[3].content".</param>
/// <param name="RetryAfterSeconds">Set when trying again later makes sense.</param>
public sealed record ErrorInfo(string Code, string Message, string? Param = null, double? RetryAfterSeconds = null);
