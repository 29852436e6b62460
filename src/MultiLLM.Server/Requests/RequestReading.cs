using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Errors;

namespace MultiLLM.Server.Requests;

/// <summary>The steps every endpoint with a body begins with.</summary>
internal static class RequestReading
{
    /// <summary>Null: the body was wrong, and the reply that says so has been written.</summary>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, ServerLimits limits, Func<JsonDocument, ServerLimits, Result<T>> read)
        where T : class
    {
        var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (!body.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, body.Error);
            return null;
        }
        using var document = body.Value;
        return await ReadAsync(context, read(document, limits));
    }

    /// <summary>The same where the body may be missing: <paramref name="read"/> then gets null.</summary>
    public static async ValueTask<T?> ReadOptionalAsync<T>(HttpContext context, ServerLimits limits, Func<JsonDocument?, ServerLimits, Result<T>> read)
        where T : class =>
        context.Request.ContentLength is 0 || !context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody
            ? await ReadAsync(context, read(null, limits))
            : await ReadAsync<T>(context, limits, read);

    private static async ValueTask<T?> ReadAsync<T>(HttpContext context, Result<T> call) where T : class
    {
        if (!call.IsSuccess)
            await ErrorReplies.WriteAsync(context, call.Error);
        return call.Value;
    }
}
