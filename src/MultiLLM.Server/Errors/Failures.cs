using MultiLLM.Core.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Errors;

/// <summary>What an exception means to the caller.</summary>
internal sealed partial class Failures(ShutdownGate shutdown, ILogger<Failures> logger)
{
    /// <summary>Null: the client has left, so there is nobody to tell.</summary>
    public Error? Of(Exception exception, HttpContext context)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return null;
        switch (exception)
        {
            case MultiLLMException { Error.Code: not ErrorCode.Cancelled } known:
                return known.Error;
            case MultiLLMException or OperationCanceledException when shutdown.Expired.IsCancellationRequested:
                return ShutdownGate.Error;
            case BadHttpRequestException bad:
                return OfBadRequest(bad);
            default:
                LogUnhandled(context.Request.Method, context.Request.Path, exception);
                return new Error(ErrorCode.Internal, "Something went wrong inside the service. Its log tells more.");
        }
    }

    private static Error OfBadRequest(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Error(ErrorCode.BodyTooLarge, bad.Message),
        StatusCodes.Status408RequestTimeout => new Error(ErrorCode.BodyTooSlow, bad.Message),
        _ => new Error(ErrorCode.InvalidRequest, bad.Message),
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogUnhandled(string method, string path, Exception exception);
}
