using System.Text.Json.Serialization;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>How much of the service a class of requests gets while there is not enough for all: sixteen, four and one part.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestPriority>))]
public enum RequestPriority
{
    Low = -1,
    Normal = 0,
    High = 1,
}
