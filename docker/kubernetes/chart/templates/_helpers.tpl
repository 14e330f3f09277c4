{{/*
SPDX-FileCopyrightText: 2026 The plugin-executor authors
SPDX-License-Identifier: Apache-2.0
*/}}

{{- define "plugin-executor.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}
{{- end }}

{{- define "plugin-executor.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "plugin-executor.labels" -}}
{{ include "plugin-executor.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: plugin-executor
{{- end }}

{{- define "plugin-executor.socket" -}}
{{- if eq .Values.mode "sidecar" }}/run/plugin-executor/executor.sock{{ else }}/tmp/plugin-executor.sock{{ end }}
{{- end }}

{{/* What the chart says to the server; .Values.settings counts more. */}}
{{- define "plugin-executor.ownSettings" -}}
server:
  drain-timeout: {{ .Values.drainSeconds }}s
{{- if eq .Values.store.kind "image" }}
  data-directory: {{ .Values.store.directory }}
{{- else }}
  data-directory: /var/lib/plugin-executor/plugin-executor
{{- end }}
{{- if eq .Values.mode "sidecar" }}
  tcp: false
  socket: {{ include "plugin-executor.socket" . }}
  socket-access: group
{{- else }}
  # For commands in the container, by kubectl exec.
  socket: {{ include "plugin-executor.socket" . }}
  host: 0.0.0.0
  port: 50061
  # Then a client connects anew, which is when it may find another pod.
  connection-age: 10m
tls:
  certificate-file: /etc/plugin-executor/tls/tls.crt
  key-file: /etc/plugin-executor/tls/tls.key
{{- end }}
sandbox:
  require-isolation: {{ .Values.isolation }}
access:
{{- if eq .Values.mode "sidecar" }}
  file: /etc/plugin-executor/callers
{{- else }}
  file: /etc/plugin-executor/access/callers
{{- end }}
{{- if eq .Values.store.kind "image" }}
  local-token: false
{{- end }}
{{- if .Values.secrets.storeKey }}
store:
  key-file: /etc/plugin-executor/key/store.key
{{- end }}
log:
  format: json
admin:
  # The kubelet asks from outside of the pod.
  host: 0.0.0.0
  port: 9464
  remote: true
{{- end }}

{{- define "plugin-executor.settings" -}}
{{- $own := include "plugin-executor.ownSettings" . | fromYaml -}}
{{- toYaml (mergeOverwrite $own (deepCopy .Values.settings)) -}}
{{- end }}

{{/* Of the server's container, and of the gateway's beside it. */}}
{{- define "plugin-executor.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "plugin-executor.seccomp" -}}
{{- if eq .Values.isolation "full" -}}
type: Localhost
localhostProfile: {{ .Values.seccompProfile }}
{{- else -}}
type: RuntimeDefault
{{- end }}
{{- end }}

{{- define "plugin-executor.container" -}}
name: plugin-executor
image: {{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
args: [serve, --config, /etc/plugin-executor/server.yaml]
env:
  # The image says these by itself, and variables count more than the file; an empty one says nothing.
  - name: PLUGIN_EXECUTOR_SERVER_HOST
    value: ""
  - name: PLUGIN_EXECUTOR_SERVER_SOCKET
    value: ""
  - name: PLUGIN_EXECUTOR_SANDBOX_REQUIRE_ISOLATION
    value: ""
  # Where commands in the container find the server, and its token.
  - name: PLUGIN_EXECUTOR_TARGET
    value: unix://{{ include "plugin-executor.socket" . }}
{{- if eq .Values.store.kind "volume" }}
  # A directory of the server's own below the volume's root, whose rights are the provisioner's.
  - name: XDG_DATA_HOME
    value: /var/lib/plugin-executor
{{- end }}
ports:
{{- if eq .Values.mode "standalone" }}
  - name: grpc
    containerPort: 50061
{{- end }}
  - name: admin
    containerPort: 9464
# The server tries its walls before it is ready.
startupProbe:
  httpGet: {path: /readyz, port: admin}
  periodSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: {path: /readyz, port: admin}
  periodSeconds: 5
livenessProbe:
  httpGet: {path: /livez, port: admin}
  periodSeconds: 10
  timeoutSeconds: 5
lifecycle:
  preStop:
    # Balancers need a moment to leave the pod out; until then it takes calls.
    sleep: {seconds: 5}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- include "plugin-executor.containerSecurity" . | nindent 2 }}
  seccompProfile:
    {{- include "plugin-executor.seccomp" . | nindent 4 }}
volumeMounts:
  - name: settings
    mountPath: /etc/plugin-executor/server.yaml
    subPath: server.yaml
    readOnly: true
{{- if eq .Values.mode "sidecar" }}
  - name: settings
    mountPath: /etc/plugin-executor/callers
    subPath: callers
    readOnly: true
  - name: socket
    mountPath: /run/plugin-executor
{{- else }}
  # Whole directories: a file that is mounted by itself never changes, and these are read again when they do.
  - name: tls
    mountPath: /etc/plugin-executor/tls
    readOnly: true
  - name: callers
    mountPath: /etc/plugin-executor/access
    readOnly: true
{{- end }}
{{- if .Values.secrets.storeKey }}
  - name: store-key
    mountPath: /etc/plugin-executor/key
    readOnly: true
{{- end }}
{{- if eq .Values.store.kind "volume" }}
  - name: data
    mountPath: /var/lib/plugin-executor
{{- end }}
  - name: tmp
    mountPath: /tmp
{{- end }}

{{- define "plugin-executor.pod" -}}
metadata:
  labels:
    {{- include "plugin-executor.labels" . | nindent 4 }}
  annotations:
    # The server reads its settings at its start only.
    checksum/settings: {{ include "plugin-executor.settings" . | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "plugin-executor.name" . }}
  # Neither the server nor a plugin has anything to ask of the cluster.
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add .Values.drainSeconds 20 }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- if eq .Values.mode "sidecar" }}
  # Starts before the gateway, and ends after it.
  initContainers:
    - {{- include "plugin-executor.container" . | nindent 6 | trimPrefix "\n     " }}
      restartPolicy: Always
  containers:
    - name: gateway
      image: {{ .Values.gateway.image | quote }}
      env:
        # The list of callers names the gateway's user; the socket says who it is.
        - name: PLUGIN_EXECUTOR_TARGET
          value: unix:///run/plugin-executor/executor.sock
        {{- with .Values.gateway.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        {{- toYaml .Values.gateway.ports | nindent 8 }}
      resources:
        {{- toYaml .Values.gateway.resources | nindent 8 }}
      securityContext:
        runAsUser: {{ .Values.gateway.runAsUser }}
        {{- include "plugin-executor.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - name: socket
          mountPath: /run/plugin-executor
          readOnly: true
        - name: gateway-tmp
          mountPath: /tmp
{{- else }}
  containers:
    - {{- include "plugin-executor.container" . | nindent 6 | trimPrefix "\n     " }}
{{- end }}
  volumes:
    - name: settings
      configMap:
        name: {{ include "plugin-executor.name" . }}
    - name: tmp
      emptyDir:
        sizeLimit: 2Gi
{{- if eq .Values.mode "sidecar" }}
    - name: gateway-tmp
      emptyDir: {}
    - name: socket
      emptyDir:
        medium: Memory
        sizeLimit: 1Mi
{{- else }}
    - name: tls
      secret:
        secretName: {{ .Values.secrets.tls }}
        defaultMode: 0440
    - name: callers
      secret:
        secretName: {{ .Values.secrets.callers }}
        defaultMode: 0440
{{- end }}
{{- if .Values.secrets.storeKey }}
    - name: store-key
      secret:
        secretName: {{ .Values.secrets.storeKey }}
        defaultMode: 0440
{{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.affinity }}
  affinity:
    {{- toYaml .Values.affinity | nindent 4 }}
  {{- else }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "plugin-executor.selector" . | nindent 10 }}
  {{- end }}
{{- end }}
