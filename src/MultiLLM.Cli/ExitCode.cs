namespace MultiLLM.Cli;

/// <summary>What the process tells its caller; listed in --help.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NoServer = 3;
    public const int ModelNotFound = 4;
    public const int Busy = 5;
    public const int Interrupted = 130;
    public const int Terminated = 143;

    public const string Help =
        "Exit codes: 0 done, 1 failed, 2 wrong usage or value, 3 no service, 4 model not found, 5 busy (try again later), 130 interrupted, 143 terminated.";
}
