using Microsoft.Extensions.Logging;
using MultiLLM.Core.Events;

namespace MultiLLM.Core.Backends.Balancing;

internal sealed partial class ServerNews(IEventLog events, ILogger<ServerNews> log) : IServerNews
{
    public void Down(string modelId, RemoteServer server, ServerVerdict why, string? reason)
    {
        var what = why switch
        {
            ServerVerdict.Busy => "asked for a pause",
            ServerVerdict.Refused => "refuses this service until its configuration is put right",
            ServerVerdict.Unreachable => "cannot be reached",
            _ => "keeps failing",
        };
        LogDown(server.Name, modelId, what, reason ?? "");
        events.Publish(new SystemEvent { Kind = EventKinds.BackendDown, ModelId = modelId, Message = $"The server \"{server.Name}\" {what} and is passed over: {reason}" });
    }

    public void Up(string modelId, RemoteServer server)
    {
        LogUp(server.Name, modelId);
        events.Publish(new SystemEvent { Kind = EventKinds.BackendUp, ModelId = modelId, Message = $"The server \"{server.Name}\" answers again." });
    }

    [LoggerMessage(LogLevel.Warning, "The server \"{Server}\" of {Model} {What} and is passed over: {Reason}")]
    private partial void LogDown(string server, string model, string what, string reason);

    [LoggerMessage(LogLevel.Information, "The server \"{Server}\" of {Model} answers again")]
    private partial void LogUp(string server, string model);
}
