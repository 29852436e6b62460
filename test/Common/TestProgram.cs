using System.Reflection;

namespace MultiLLM.Tests.Common;

/// <summary>Programs that the test projects name in their project files.</summary>
internal static class TestProgram
{
    /// <summary>Where a program of this name was built.</summary>
    public static string Path(string name) =>
        typeof(TestProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;
}
