using MultiLLM.Core.Errors;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Errors;

/// <summary>Turns what escaped the endpoints, and replies without a body, into the caller's dialect.</summary>
internal static class ErrorMiddleware
{
    public static void UseErrors(this WebApplication app)
    {
        var failures = app.Services.GetRequiredService<Failures>();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception exception) when (exception is not ReplyBrokenOff)
            {
                if (failures.Of(exception, context) is not { } error)
                    context.RequestTrace().Outcome = "client left";
                else if (context.Response.HasStarted)
                    context.Abort(); // half an answer must not look like a whole one
                else
                    await FailAsync(context, ErrorTable.Of(error.Code), error);
                return;
            }
            if (!context.Response.HasStarted && OfEmptyReply(context) is var (row, message))
                await FailAsync(context, row, new Error(ErrorCode.InvalidRequest, message));
        });
    }

    private static Task FailAsync(HttpContext context, ErrorRow row, Error error)
    {
        // A reply that was begun and given up leaves headers behind; Allow is the one worth keeping.
        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allow;
        SecurityHeaders.Add(context.Response);
        return ErrorReplies.WriteAsync(context, row, error);
    }

    private static (ErrorRow Row, string Message)? OfEmptyReply(HttpContext context)
    {
        var request = context.Request;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => (ErrorTable.RouteNotFound, $"There is nothing at {request.Path}. /docs lists what there is."),
            StatusCodes.Status405MethodNotAllowed =>
                (ErrorTable.MethodNotAllowed, $"{request.Path} does not take {request.Method}, only {context.Response.Headers.Allow}."),
            StatusCodes.Status415UnsupportedMediaType => (ErrorTable.UnsupportedMediaType, RequestGuard.WantsJson),
            _ => null,
        };
    }
}
