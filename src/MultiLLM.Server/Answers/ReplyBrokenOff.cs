namespace MultiLLM.Server.Answers;

/// <summary>
/// Ends a reply that has begun without its end marker, after everything written has gone out. Kestrel does so, without calling it a
/// bug of the application, for an exception of this type.
/// </summary>
internal sealed class ReplyBrokenOff() : BadHttpRequestException("The answer failed after it had begun.");
