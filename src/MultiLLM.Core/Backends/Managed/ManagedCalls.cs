using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>What a failed request says of the server: one that died is a crash, whatever its connection looked like.</summary>
internal sealed class ManagedCalls(ServerProcess process, HangCheck hang, TimeProvider time)
{
    /// <summary>Between a connection's end and the notice of the process's.</summary>
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(2);

    /// <summary>The failure to report; residency knows of a crash before it is.</summary>
    public async Task<MultiLLMException> JudgeAsync(MultiLLMException failure)
    {
        var mayBeGone = failure.Error.Code switch
        {
            ErrorCode.Timeout => await hang.KillIfHungAsync(),
            ErrorCode.BackendUnreachable or ErrorCode.BackendFailed => true,
            _ => false,
        };
        if (!mayBeGone)
            return failure;
        try
        {
            return new MultiLLMException(await process.Ended.WaitAsync(NoticeLimit, time), failure);
        }
        catch (TimeoutException)
        {
            return failure;
        }
    }
}
