using MultiLLM.Core.Errors;

namespace MultiLLM.Server.Requests;

/// <summary>The first thing found wrong with a request. Readers go on after it, harmlessly; whoever uses their result asks here first.</summary>
internal sealed class RequestProblem
{
    public Error? Error { get; private set; }

    /// <param name="field">As the caller spells it, for example <c>messages[2].content</c>.</param>
    /// <param name="complaint">Completes the sentence that starts with the field.</param>
    public void Report(string field, string complaint) =>
        Error ??= new Error(ErrorCode.InvalidRequest, $"{field} {complaint}", field);

    public void Report(Error error) => Error ??= error;
}
