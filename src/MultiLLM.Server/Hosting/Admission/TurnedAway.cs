using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Analytics;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>Leaves the record of a request that was not let in: nothing further in leaves one.</summary>
internal sealed class TurnedAway(IRequestRecorder recorder, ShutdownGate shutdown, TimeProvider time)
{
    /// <summary>In place of the model asked for, which stands in a body that nobody has read.</summary>
    public const string UnreadModel = "unread";

    public void Record(HttpContext context, Error error)
    {
        // Loading a model leaves no record either.
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.Parameters.Count: 0 })
            return;
        var origin = RequestOrigins.Of(context, shutdown, stream: false, answers: 1);
        recorder.Record(new RequestRecord
        {
            Time = origin.Time,
            RequestId = origin.RequestId,
            Endpoint = origin.Endpoint,
            Dialect = origin.Dialect,
            Key = origin.Caller.KeyId,
            ModelAsked = UnreadModel,
            TotalSeconds = time.GetElapsedTime(origin.Arrived).TotalSeconds,
            Outcome = error.Code == ErrorCode.ShuttingDown ? RequestOutcome.Failed : RequestOutcome.Refused,
            ErrorCode = EnumWords<ErrorCode>.Of(error.Code),
        });
    }
}

/// <summary>Where nothing is recorded.</summary>
internal sealed class UnkeptRecords : IRequestRecorder
{
    public bool KeepsPrompts => false;

    public void Record(RequestRecord record)
    {
        // nobody reads it
    }
}
