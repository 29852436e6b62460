namespace MultiLLM.Cli.Doctor;

/// <summary>All checks, in the order a person would make them.</summary>
internal static class Examination
{
    public static async Task<DoctorReport> RunAsync(CliContext cli, Uri address, CancellationToken cancellationToken)
    {
        List<CheckResult> checks =
        [
            ToolChecks.Dotnet(),
            await ToolChecks.NodeAsync(cli, cancellationToken).ConfigureAwait(false),
            InstallationChecks.Server(cli),
            InstallationChecks.NativeLibraries(cli),
            HardwareChecks.Processor(),
            HardwareChecks.Memory(MemoryFigures.Read()),
            GpuCheck.Run(cli),
            await PortCheck.RunAsync(address, cli.Time, cancellationToken).ConfigureAwait(false),
            HomeChecks.Writable(cli.Home),
            HomeChecks.Models(Path.Combine(cli.Home, "models"), InstallationChecks.StarterFolder(cli)),
        ];
        if (await BackendCheck.RunAsync(address, cli.Time, cancellationToken).ConfigureAwait(false) is { } backends)
        {
            checks.Add(backends);
        }

        return new DoctorReport(checks.All(check => check.Status != "fail"), checks);
    }
}
