using MultiLLM.Core.Telemetry.Metrics;
using MultiLLM.Server.Hosting.Admission;

namespace MultiLLM.Server.Telemetry;

internal static class AdmissionGauges
{
    public static void Add(TelemetryMeter telemetry, AdmissionGate admission)
    {
        telemetry.Meter.CreateObservableGauge("multillm.admission.active", () => admission.Active, "{request}", "Requests that are being worked on.");
        telemetry.Meter.CreateObservableGauge("multillm.admission.waiting", () => admission.Waiting, "{request}", "Requests that wait to be let in.");
    }
}
