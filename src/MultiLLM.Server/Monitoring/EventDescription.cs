using MultiLLM.Contracts.Api;
using MultiLLM.Core.Events;

namespace MultiLLM.Server.Monitoring;

internal static class EventDescription
{
    public static EventInfo Of(SystemEvent happened) => new()
    {
        Id = happened.Id,
        Time = happened.Time,
        Kind = happened.Kind,
        Message = happened.Message,
        ModelId = happened.ModelId,
        Bytes = happened.Bytes,
        Seconds = happened.Seconds,
        Progress = happened.Progress,
    };
}
