using Microsoft.Extensions.Configuration;
using MultiLLM.Server.Telemetry;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

public sealed class ExportSettingsTests
{
    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318", true, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/v1/traces", true, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318 OTEL_LOGS_EXPORTER=none OTEL_METRICS_EXPORTER=none", true, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318 OTEL_SDK_DISABLED=true", false, false, false)]
    public void Read_Variables_SwitchSignals(string variables, bool traces, bool metrics, bool logs) =>
        Assert.Equal(new ExportSettings(traces, metrics, logs), ExportSettings.Read(Of(variables)));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT is \"collector:4318\"; it takes an address such as http://127.0.0.1:4318.")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=/x", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT is \"/x\"")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is \"http/json\"; it takes grpc or http/protobuf.")]
    [InlineData("OTEL_TRACES_EXPORTER=zipkin", "OTEL_TRACES_EXPORTER is \"zipkin\"; it takes otlp or none.")]
    public void Problems_WhatTheExporterWouldNotTake_IsNamed(string variables, string problem) =>
        Assert.StartsWith(problem, Assert.Single(ExportSettings.Problems(Of(variables))));

    [Fact]
    public void Problems_GoodValues_AreNone() =>
        Assert.Empty(ExportSettings.Problems(Of("OTEL_EXPORTER_OTLP_ENDPOINT=https://c OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_TRACES_EXPORTER=otlp")));

    private static IConfiguration Of(string variables) => new ConfigurationBuilder()
        .AddInMemoryCollection(variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => (string?)pair[1]))
        .Build();
}
