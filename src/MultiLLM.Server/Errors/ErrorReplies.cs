using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Server.Answers;
using MultiLLM.Server.OpenAI;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.Errors;

/// <summary>Writes a failure as the caller's dialect has it.</summary>
internal static class ErrorReplies
{
    /// <summary>SDKs do not wait until the next month.</summary>
    private static readonly TimeSpan s_worthWaiting = TimeSpan.FromMinutes(5);

    public static Task WriteAsync(HttpContext context, Error error) => WriteAsync(context, ErrorTable.Of(error.Code), error);

    public static Task WriteAsync(HttpContext context, ErrorRow row, Error error)
    {
        error = error with { Message = KeySecret.Redact(error.Message) }; // it may quote what was sent
        var headers = context.Response.Headers;
        if (error.RetryAfter is { } wait)
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        // The OpenAI SDKs repeat 409, 429 and 5xx by themselves; a model that does not load fails the same way the next time.
        if (row.Status is 409 or 429 or >= 500)
            headers["x-should-retry"] = (error.RetryAfter <= s_worthWaiting) || error.IsRetriable ? "true" : "false";
        return Dialects.Of(context) == Dialect.OpenAI
            ? JsonReply.WriteAsync(context, row.Status, OpenAIEnvelope(row, error), OpenAIJsonContext.Default.OpenAIErrorReply)
            : JsonReply.WriteAsync(context, row.Status, OwnEnvelope(row, error), JsonReply.Api.ErrorReply);
    }

    public static OpenAIErrorReply OpenAIEnvelope(ErrorRow row, Error error) =>
        new(new OpenAIError(error.Message, row.OpenAIType, error.Param, row.Code));

    public static ErrorReply OwnEnvelope(ErrorRow row, Error error) =>
        new(new ErrorInfo(row.Code, error.Message, ParamOf(error), error.RetryAfter?.TotalSeconds));

    /// <summary>What is wrong with a field is reported as the caller spells it; the product's own errors say "model", which is called "model_id" here.</summary>
    private static string? ParamOf(Error error) => error is { Param: "model", Code: not ErrorCode.InvalidRequest } ? "model_id" : error.Param;
}
